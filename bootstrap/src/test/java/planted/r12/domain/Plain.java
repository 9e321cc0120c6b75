package planted.r12.domain;

sealed interface Plain {
    record Done() implements Plain {}
}
