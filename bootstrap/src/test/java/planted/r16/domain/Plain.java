package planted.r16.domain;

import java.util.List;
import java.util.Optional;

record Plain(List<Optional<String>> names) {
    long known() {
        return names.stream().filter(name -> name.isPresent()).count();
    }
}
