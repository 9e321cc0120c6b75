package com.acme.adapter.web;

import com.acme.adapter.files.FilesModule;
import com.acme.application.order.FixedPrices;
import com.acme.bootstrap.Main;
import io.nicotask.application.NicoTasks;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

@SuppressWarnings({"JavaTimeDefaultTimeZone", "JavaUtilDate"}) // the calls are what is planted
final class Planted {

    record R03Sibling(FilesModule sibling) {}

    record R04Upward(Main wiring) {}

    record R05Technology(Path technology) {}

    record R08Service(FixedPrices service) {}

    record R08LibraryService(NicoTasks tasks) {}

    static class R13Now {
        Instant value = Instant.now();
    }

    static class R13NowReference {
        InstantSource value = Instant::now;
    }

    static class R13SystemClock {
        InstantSource value = InstantSource.system();
    }

    static class R13UtcClock {
        Clock value = Clock.systemUTC();
    }

    static class R13DefaultClock {
        Clock value = Clock.systemDefaultZone();
    }

    static class R13NewDate {
        Date value = new Date();
    }

    static class R13Millis {
        long value = System.currentTimeMillis();
    }

    static class R13Nanos {
        long value = System.nanoTime();
    }

    static class R13Id {
        UUID value = UUID.randomUUID();
    }

    static class R13MathRandom {
        double value = Math.random();
    }

    static class R13ThreadRandom {
        int value = ThreadLocalRandom.current().nextInt();
    }

    static class R13Secure {
        SecureRandom value = new SecureRandom();
    }

    record R22Stream() {
        void act() {
            System.out.println();
        }
    }

    record R22Generic(String name) {
        R22Generic {
            if (name.isEmpty()) {
                throw new RuntimeException("no name");
            }
        }
    }

    record R22Logging(Logger logger) {}

    static final class R26Counter {
        @SuppressWarnings("NonFinalStaticField") // the field is what is planted
        static int count;
    }

    static final class R26AtomicCounter {
        static final AtomicInteger COUNT = new AtomicInteger();
    }

    static final class R26Cache {
        static final Map<String, String> CACHE = new HashMap<>();
    }

    record R26Starter() {
        Thread make(Runnable work) {
            return new Thread(work);
        }
    }

    record R26Sleeper() {
        void act() throws InterruptedException {
            Thread.sleep(1);
        }
    }
}
