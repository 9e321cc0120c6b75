package planted.r12.domain;

sealed interface PlantedAnswer {
    enum Done implements PlantedAnswer {
        DONE
    }
}
