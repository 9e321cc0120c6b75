package planted.r15.application.port;

interface PlantedBody {
    default void act() {}
}
