package planted.r18.domain.access;

public record TaskScope(String site) {
    public static TaskScope of(String site) {
        return new TaskScope(site);
    }
}
