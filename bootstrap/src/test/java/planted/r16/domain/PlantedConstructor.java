package planted.r16.domain;

import java.util.Optional;

record PlantedConstructor(Optional<String> reason) {}
