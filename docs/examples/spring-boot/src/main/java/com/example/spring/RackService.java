package com.example.spring;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A service as it was before it used nico-tasks: a database, migrations and a Temporal client. */
@SpringBootApplication
public class RackService {

    public static void main(String[] arguments) {
        SpringApplication.run(RackService.class, arguments);
    }

    @Bean(destroyMethod = "shutdown")
    WorkflowServiceStubs temporalStubs(@Value("${temporal.target}") String target) {
        return WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    }

    @Bean
    WorkflowClient temporal(WorkflowServiceStubs stubs) {
        return WorkflowClient.newInstance(stubs);
    }
}
