package planted.r13.application;

import java.security.SecureRandom;

record PlantedSecureRandom() {
    SecureRandom make() {
        return new SecureRandom();
    }
}
