package planted.r13.application;

import java.time.InstantSource;

record Plain(InstantSource clock) {}
