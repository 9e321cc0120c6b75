package planted.r07.domain.one;

import planted.r07.domain.two.Next;

record PlantedReturn(Next next) {}
