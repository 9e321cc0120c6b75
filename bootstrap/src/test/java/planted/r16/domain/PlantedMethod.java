package planted.r16.domain;

import java.util.Optional;

interface PlantedMethod {
    void act(Optional<String> reason);
}
