package planted.r19.domain;

record Plain(String name) {}
