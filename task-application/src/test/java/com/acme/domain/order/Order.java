package com.acme.domain.order;

import java.util.List;
import java.util.Optional;

public record Order(OrderId id, List<Optional<String>> notes) {

    public Order {
        notes = List.copyOf(notes);
    }

    public long countNotes() {
        return notes.stream().filter(note -> note.isPresent()).count();
    }
}
