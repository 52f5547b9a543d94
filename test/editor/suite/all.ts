// Every file of the suite: a file that is not named here does not run, and a test of the harness says so.
import "./activation.test.ts";
import "./account.test.ts";
import "./console.test.ts";
import "./logs.test.ts";
import "./apps.test.ts";
import "./live.test.ts";
import "./sign-out.test.ts";
import "./language.test.ts";
import "./red-hat.test.ts";
import "./measures.test.ts";
