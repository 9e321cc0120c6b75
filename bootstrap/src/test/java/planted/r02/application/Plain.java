package planted.r02.application;

record Plain(String name) {}
