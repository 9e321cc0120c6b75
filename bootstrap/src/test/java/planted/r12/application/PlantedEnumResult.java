package planted.r12.application;

enum PlantedEnumResult {
    DONE
}
