import Testing

@Suite struct LintRuleTests {}
