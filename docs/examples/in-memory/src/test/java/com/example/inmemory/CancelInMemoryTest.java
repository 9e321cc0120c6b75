package com.example.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CancelInMemoryTest {

    @Test
    void a_task_is_cancelled() {
        assertThat(CancelInMemory.run()).endsWith(" is Terminated now");
    }
}
