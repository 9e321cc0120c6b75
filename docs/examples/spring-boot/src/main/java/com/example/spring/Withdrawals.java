package com.example.spring;

import io.nicotask.adapter.persistence.JdbiStorage;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.task.CancelTaskCommand;
import io.nicotask.application.task.CancelTaskResult;
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
    public CancelTaskResult withdraw(CancelTaskCommand command, String reason) {
        CancelTaskResult result = jdbc.execute((ConnectionCallback<CancelTaskResult>)
                connection -> tasks.within(storage.within(connection)).cancel(command).result());
        if (result instanceof CancelTaskResult.Cancelled) {
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
