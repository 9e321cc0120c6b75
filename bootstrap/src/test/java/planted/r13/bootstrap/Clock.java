package planted.r13.bootstrap;

import java.time.Instant;

record Clock() {
    Instant read() {
        return Instant.now();
    }
}
