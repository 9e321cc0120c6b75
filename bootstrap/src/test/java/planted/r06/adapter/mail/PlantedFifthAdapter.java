package planted.r06.adapter.mail;

record PlantedFifthAdapter(String name) {}
