/** What a rule is, what it is given, and what it reports. */
import {
  enclosing,
  type Fact,
  type FactKind,
  type FactOf,
  factsIn,
  guardsOf,
  placeOf,
  type Scope,
  type ScopeKind,
} from './facts.ts'
import { isUnknown, type Located, partOf, type Span, written } from './text/source.ts'

export type { Fact, FactKind, FactOf, Guard, Place, Scope, ScopeKind } from './facts.ts'
export type { Located, Span } from './text/source.ts'
export { enclosing, guardsOf, isUnknown, partOf, placeOf, written }

/** `error` breaks or silently stops working; `warning` probably does, or needs a decision; `note` keeps working, or is a leftover. */
export type Level = 'error' | 'warning' | 'note'

/** How sure the rule is that the text means what it seems to mean. */
export type Confidence = 'high' | 'medium' | 'low'

/** What the cluster moves to. With `cri-dockerd` Docker Engine stays on the nodes. */
export type Runtime = 'containerd' | 'cri-o' | 'cri-dockerd'

/** What the user chose and every rule may ask. */
export interface Settings {
  readonly runtime: Runtime
  /** The Kubernetes version that the cluster moves to: `1.24`. */
  readonly targetVersion: string
  /** What users know of their own programs, beside what the tables know of those of others. */
  readonly known?: readonly Known[] | undefined
}

/** A program, path or metric that goes with Docker Engine, as a user tells it. One of its names is there. */
export interface Known {
  /** The end of an image's name, without a tag. */
  readonly image?: string | undefined
  readonly chart?: string | undefined
  /** A path on nodes, for itself and all below it. */
  readonly path?: string | undefined
  /** A metric's name; the beginning of names, where it ends with `*`. */
  readonly metric?: string | undefined
  /** The version of the image or chart that no longer needs Docker. Without it every one does. */
  readonly needsDockerBelow?: string | undefined
  /** What to do, in the user's words. */
  readonly instead: string
  /** Where the user says so: `.dockershim-lint.yaml:3:5`. */
  readonly place: string
}

/** Another text in the place of one. What begins a new line gets the indentation of the line that it stands on. */
export interface Replacement {
  readonly at: Located
  readonly text: string
}

/**
 * Texts that go, with what stands there for their sake only: quotes, a blank or comma between words and items, the line of an
 * item. An option and its value are two texts, and go as one.
 */
export interface Removal {
  readonly remove: readonly Located[]
}

/** A second item beside the one of a list that these texts stand in, with other texts in their place. */
export interface Copy {
  readonly copy: readonly Replacement[]
}

export type Edit = Replacement | Removal | Copy

/** A change that removes the problem. Where a text is not written out as it is meant, as behind a template action, it is not offered. */
export interface Fix {
  /** What the change does, as an order: `Replace "docker" with "cri"`. */
  readonly title: string
  /** When it is right: `both` with Docker Engine and after the move, or only `after` it. */
  readonly applies: 'both' | 'after'
  readonly edits: readonly Edit[]
}

/** Another place that belongs to the finding. */
export interface Related {
  readonly at: Located | Span
  readonly message: string
}

/** A finding, in three sentences that a person who runs clusters understands. */
export interface Report {
  /** What was found, in quotes where it is text: `Mounts the Docker socket "/var/run/docker.sock"`. No full stop. */
  readonly what: string
  /** What breaks, loudly or silently, since which version. A whole sentence, or several. */
  readonly breaks: string
  /** What to write instead. A whole sentence, or several. */
  readonly instead: string
  /** Without it, the rule's own level. */
  readonly level?: Level | undefined
  /** Without it, `high`. */
  readonly confidence?: Confidence | undefined
  readonly related?: readonly Related[] | undefined
  readonly fix?: Fix | undefined
}

/** What a handler is given beside the fact. */
export interface Context {
  readonly settings: Settings
  /** Reports a finding at a place. The scope, which names the object and container, is the fact's unless another is given. */
  report(at: Located | Span, report: Report): void
  /** The facts of a kind around this one: in its nearest scope of the given kind (in the file where there is none). */
  near<K extends FactKind>(fact: Fact, scope: ScopeKind, kind: K): readonly FactOf<K>[]
  /** The facts of a kind in all files. Only for the kinds that the rule names in `across`. */
  everywhere<K extends FactKind>(kind: K): readonly FactOf<K>[]
}

export type Handlers = { readonly [K in FactKind]?: (fact: FactOf<K>, context: Context) => void }

/** A file with a mistake, or without one, that the rule's page shows: name and content. */
export type Example = readonly [file: string, content: string]

/** A word, or a word with what else holds of it. Words are ASCII and have no case. */
export type Trigger =
  | string
  | {
      readonly word: string
      /** What has to stand behind the word, looked at for 64 characters. */
      readonly followedBy?: RegExp
      /**
       * Words of which one has to stand elsewhere in the file, or in its path. Where a text is a part of what a chart makes, they
       * may be in another part, and are not asked for.
       */
      readonly beside?: readonly string[]
      /** Whether it counts in a line that is a comment, too. */
      readonly inComments?: boolean
    }

export interface Rule {
  /** Names the pattern that is found, so that "allow docker-socket-mount" reads well. */
  readonly id: string
  /** The highest level that it reports, and the one it is listed with. */
  readonly level: Level
  /** One sentence without a full stop: what it finds. */
  readonly summary: string
  readonly docs: {
    /** What breaks and why, in whole sentences. */
    readonly why: string
    /** What to write instead, in whole sentences. */
    readonly instead: string
    /** Gives at least one diagnostic of this rule. */
    readonly bad: Example
    /** Gives no diagnostic of any rule. */
    readonly good: Example
  }
  /**
   * Words of which one must stand in the file's bytes for the rule to have anything to say, with a condition on what follows
   * where the word alone would let too many files through. One scan for all of them decides which files are parsed at all.
   */
  readonly triggers: readonly Trigger[]
  /** The runtimes with which the rule has nothing to say. */
  readonly exceptWith?: readonly Runtime[]
  /** Kinds of facts that the rule asks for in other files. A rule that has any runs when all files are read. */
  readonly across?: readonly FactKind[]
  /**
   * Whether a file is held for the sake of this fact until all are read; any fact of the kinds in `across` and `check` does where
   * a rule does not say. Held files cost memory.
   */
  readonly keeps?: (fact: Fact) => boolean
  readonly check: Handlers
}

/** Declares a rule. A rule is a value; it keeps no state. */
export const defineRule = (rule: Rule): Rule => rule

/** The facts of a kind in the nearest scope of a kind around a fact, in the file where there is none. */
export function near<K extends FactKind>(fact: Fact, scope: ScopeKind, kind: K): readonly FactOf<K>[] {
  return factsIn(around(fact, scope), kind)
}

/** The nearest scope of a kind around a fact, or its file where there is none. */
export const around = (fact: Fact, scope: ScopeKind): Scope =>
  enclosing(fact.scope, scope) ?? enclosing(fact.scope, 'file') ?? fact.scope

/**
 * The level of something that breaks where the runtime changes: an error in a pod or on a node, a note in a build, a warning
 * where we cannot know. A build that goes to another machine by ssh or Ansible does not say what machine that is.
 */
export function levelOf(fact: Fact): Level {
  const place = placeOf(fact.scope)
  if (place === 'build')
    return fact.kind === 'command' && fact.wrappers.some(wrapper => /ssh|^ansible$|remote/i.test(wrapper))
      ? 'warning'
      : 'note'
  return place === 'unknown' ? 'warning' : 'error'
}

/** An option as it is written, with its dashes; of a quote around its value that is not all in its text, nothing. */
export function shownFlag({ flag, name }: FactOf<'flag'>): string {
  // Escapes of the file are none of the option's; what a template fills in is shown as the file has it.
  const text = flag.exact || isUnknown(flag.value) ? written(flag.span) : flag.value
  if (!text.startsWith('--')) return `--${name}`
  const quote = /["']/.exec(text)?.[0] ?? ''
  return quote && text.split(quote).length % 2 === 0 ? text.replace(quote, '') : text
}

/** A lower level: error, warning, note. */
export const lower = (level: Level): Level => (level === 'error' ? 'warning' : 'note')

/** A fix that replaces one text. */
export const replace = (at: Located, text: string, applies: Fix['applies']): Fix => ({
  title: `Replace "${at.value}" with "${text}"`,
  applies,
  edits: [{ at, text }],
})

/** A fix that takes away a text: an option with its value, a key with its value. */
export const remove = (what: string, parts: readonly (Located | undefined)[], applies: Fix['applies']): Fix => ({
  title: `Remove "${what}"`,
  applies,
  edits: [{ remove: parts.filter(part => part !== undefined) }],
})
