/** Names that only a dashboard's cell is given: `v`, and what older dashboards had in its place. */
export const dashboardNames = ['v', 'dashboardTime', 'upperDashboardTime', 'autoInterval'];

/** Names that a server gives a script without it defining them: `params` to an invokable one. */
export const givenNames = ['params', ...dashboardNames];
