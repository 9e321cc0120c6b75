package planted.r15.application.port;

interface Plain {
    void act();

    static Plain idle() {
        return () -> {};
    }
}
