/** Runners of Windows take PowerShell where no shell is named; its lines begin as no line of a shell does. */
const POWERSHELL =
  /^[ \t]*(?:\$(?:[Ee]nv:)?\w+[ \t]*=[ \t]|@\(|(?:[Ii]f|[Ee]lse[Ii]f|[Ff]or[Ee]ach)[ \t]*\(\$\w|(?:Add|Copy|Expand|Get|Import|Install|Invoke|Join|Move|New|Remove|Set|Start|Stop|Test|Write)-[A-Z]\w+(?:[ \t]|$))|\$LASTEXITCODE\b|\$ErrorActionPreference\b|\$[Ee]nv:\w/m

/** Whether a script without a shell's name is plainly PowerShell. */
export const looksLikePowerShell = (text: string): boolean => POWERSHELL.test(text)
