/** Far more than a rule file needs, far less than hurts. */
export const MAX_RULE_BYTES = 65_536;
