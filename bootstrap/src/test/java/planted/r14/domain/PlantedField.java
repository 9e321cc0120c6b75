package planted.r14.domain;

final class PlantedField {
    int count;
}
