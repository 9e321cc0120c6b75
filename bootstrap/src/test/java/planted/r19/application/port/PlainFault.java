package planted.r19.application.port;

final class PlainFault extends RuntimeException {}
