package planted.r12.application;

sealed interface PlainResult {
    record Done() implements PlainResult {}
}
