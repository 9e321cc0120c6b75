package planted.r05.application;

import com.nimbusds.jwt.JWT;

record PlantedNimbus(JWT part) {}
