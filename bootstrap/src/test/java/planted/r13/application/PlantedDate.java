package planted.r13.application;

import java.util.Date;

@SuppressWarnings("JavaUtilDate") // the planted call
record PlantedDate() {
    Date make() {
        return new Date();
    }
}
