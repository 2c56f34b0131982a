/** Signs the codes of the tests' tickets. */
export const testTicketKey =
  'SAgkf03mOpY18GtGMC735T2J2ku95LXLcR9Xk86R1aM.Nwl_xoLTEyZebzYv8P7LtqIj4YLuz99IfCeWDNqNG9I'
