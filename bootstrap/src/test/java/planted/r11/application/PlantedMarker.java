package planted.r11.application;

interface PlantedMarker {}
