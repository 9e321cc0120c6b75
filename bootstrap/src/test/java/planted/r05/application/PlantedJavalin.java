package planted.r05.application;

import io.javalin.Javalin;

record PlantedJavalin(Javalin part) {}
