package planted.r13.application;

import java.util.Date;

record PlantedDate() {
    Date make() {
        return new Date();
    }
}
