package io.rookery.gateway.problem;

/** A request that ends with a problem. Carries no stack trace: it is an answer, not a fault of the program. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code(), null, false, false);
        this.problem = problem;
    }

    public static ProblemException of(ProblemCode code, String detail) {
        return new ProblemException(Problem.of(code, detail));
    }

    public static ProblemException field(ProblemCode code, String field, String detail) {
        return new ProblemException(Problem.of(code, detail).withField(field));
    }

    public Problem problem() {
        return problem;
    }
}
