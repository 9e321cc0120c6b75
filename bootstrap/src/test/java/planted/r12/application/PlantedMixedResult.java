package planted.r12.application;

sealed interface PlantedMixedResult {
    enum Done implements PlantedMixedResult {
        DONE
    }
}
