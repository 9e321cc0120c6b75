package planted.r09.adapter.http;

record Plain(String name) {}
