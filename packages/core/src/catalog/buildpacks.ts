/** A value of `environment_slug`: what kind of source a buildpack finds. */
export interface Buildpack {
  readonly slug: string;
  readonly label: string;
}

/** The slugs that published specs and the documentation use. The API takes the field as free text. */
export const BUILDPACKS: readonly Buildpack[] = [
  { slug: "node-js", label: "Node.js" },
  { slug: "python", label: "Python" },
  { slug: "go", label: "Go" },
  { slug: "php", label: "PHP" },
  { slug: "ruby", label: "Ruby" },
  { slug: "ruby-on-rails", label: "Ruby on Rails" },
  { slug: "html", label: "Static HTML" },
  { slug: "hugo", label: "Hugo" },
  { slug: "hexo", label: "Hexo" },
  { slug: "jekyll", label: "Jekyll" },
  { slug: "gatsby", label: "Gatsby" },
];
