package planted.r01.domain;

record Plain(String name) {}
