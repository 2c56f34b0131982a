/** The secret of the houses under test. */
export const testStaffKey = 'first-staff-key-of-the-house-under-test'
