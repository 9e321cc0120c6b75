package planted.r14.domain;

record Plain(String name) {}
