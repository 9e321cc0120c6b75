package planted.r20.application.port;

public sealed interface Plain {
    record Done() implements Plain {}
}
