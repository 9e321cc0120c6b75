package planted.r06.domain;

record Plain(String name) {}
