/** Written by a test from rules/catalog/lifecycle.csv: the last day of general support, by line. */
export const GENERAL_SUPPORT_ENDS: Readonly<Record<string, string>> = {
  '5.0': '2016-08-24',
  '5.1': '2016-08-24',
  '5.5': '2018-09-19',
  '6.0': '2020-03-12',
  '6.5': '2022-10-15',
  '6.7': '2022-10-15',
  '7.0': '2025-10-02',
  '8.0': '2027-10-11',
  '9.0': '2027-09-17',
  '9.1': '2028-08-12',
};
