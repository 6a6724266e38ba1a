/** Which files are the values of a Helm chart. */

const VALUES_NAME =
  /(?:^|\/)(?:[\w.-]*values[\w.-]*\.(?:ya?ml(?:\.(?:tmpl|tpl|template))?|tftpl|gotmpl|j2)|(?:helm[-_])?values\/(?:[\w.-]+\/)?[\w.-]+\.ya?ml(?:\.\w+)?)$/i

/** Whether a file has the name or stands in the folder of a chart's values: `values/agent.yaml`, `values.tftpl`, `values.yaml.gotmpl`. */
export const isChartValues = (path: string): boolean => VALUES_NAME.test(path)
