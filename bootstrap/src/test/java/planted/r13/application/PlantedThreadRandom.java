package planted.r13.application;

import java.util.concurrent.ThreadLocalRandom;

record PlantedThreadRandom() {
    int make() {
        return ThreadLocalRandom.current().nextInt();
    }
}
