package planted.r20.adapter.persistence;

record Bystander(PlantedStore store) {}
