package planted.r11.application;

interface Plain {
    void act();
}
