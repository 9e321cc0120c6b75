package com.example.spring;

import io.nicotask.adapter.persistence.JdbiStorage;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.task.CancelTask;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Cancels a task and records why: both or neither. */
@Service
class Withdrawals {

    private final JdbcTemplate jdbc;
    private final JdbiStorage storage;
    private final NicoTasks tasks;

    Withdrawals(JdbcTemplate jdbc, JdbiStorage storage, NicoTasks tasks) {
        this.jdbc = jdbc;
        this.storage = storage;
        this.tasks = tasks;
    }

    @Transactional
    public CancelTask.Result withdraw(CancelTask.Command command, String reason) {
        CancelTask.Result result = jdbc.execute((ConnectionCallback<CancelTask.Result>)
                connection -> tasks.within(storage.within(connection)).cancel(command).result());
        if (result instanceof CancelTask.Result.Cancelled) {
            jdbc.update("insert into withdrawal (task, reason) values (?, ?)", command.task().value(), reason);
            afterCommit(tasks::wake);
        }
        return result;
    }

    private static void afterCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }
}
