package planted.r22.application;

record Plain(String name) {}
