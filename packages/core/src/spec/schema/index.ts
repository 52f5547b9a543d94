export interface AppSpec {
  name?: string;
  region?: string;
}
