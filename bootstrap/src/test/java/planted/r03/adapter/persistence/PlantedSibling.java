package planted.r03.adapter.persistence;

import planted.r03.adapter.http.Plain;

record PlantedSibling(Plain sibling) {}
