package planted.r13.application;

import java.util.Date;

@SuppressWarnings("JavaUtilDate") // the call is what is planted
record PlantedDate() {
    Date make() {
        return new Date();
    }
}
